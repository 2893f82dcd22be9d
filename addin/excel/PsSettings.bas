Attribute VB_Name = "PsSettings"
' Settings of this user, lines of key=value that `psscore addin install` writes:
'   folder=C:\...\python\     where pythonw.exe is; without it, the folder "python" beside this file
'   server=start | running    start Python when it is needed (default), or use the one started at log-on
'   warm_start=yes | no       start Python with Excel (default), or with the first calculation
Option Explicit
Option Private Module

Private mLines As String
Private mRead As Boolean

' The value of a setting; empty when it is not set.
Public Function PsSetting(ByVal key As String) As String
    Dim rows As Variant
    Dim i As Long
    Dim at As Long
    PsReadSettings
    rows = Split(mLines, vbLf)
    For i = LBound(rows) To UBound(rows)
        at = InStr(1, rows(i), "=")
        If at > 1 Then
            If LCase$(Trim$(Left$(rows(i), at - 1))) = key Then PsSetting = Trim$(Mid$(rows(i), at + 1))
        End If
    Next i
End Function

' The folder of psscore: the user's own, or the one for everybody when the user's name cannot be written in the
' code page of Windows, so that neither VBA nor the DLL can reach it.
Public Function PsHome() As String
    PsHome = Environ$("LOCALAPPDATA")
    If Not PsExists(PsHome) Then PsHome = Environ$("ProgramData")
    PsHome = PsHome & "\psscore\"
End Function

Public Function PsSettingsFile() As String
    PsSettingsFile = PsHome() & "psscore.conf"
End Function

Public Function PsPythonFolder() As String
    PsPythonFolder = PsSetting("folder")
    If Len(PsPythonFolder) = 0 Then PsPythonFolder = PsHome() & "python\"
    If Right$(PsPythonFolder, 1) <> "\" Then PsPythonFolder = PsPythonFolder & "\"
End Function

Public Function PsExists(ByVal path As String) As Boolean
    Dim attributes As Long
    If Len(path) = 0 Then Exit Function
    On Error GoTo missing
    attributes = GetAttr(path)
    PsExists = True
missing:
End Function

' Read the file again at the next question: it may have been written in the meantime.
Public Sub PsForgetSettings()
    mRead = False
End Sub

Private Sub PsReadSettings()
    Dim number As Integer
    Dim row As String
    If mRead Then Exit Sub
    mLines = ""
    If PsExists(PsSettingsFile()) Then
        number = FreeFile
        Open PsSettingsFile() For Input As #number
        Do While Not EOF(number)
            Line Input #number, row
            ' A file with LF alone comes as one line. A comment is no key anybody asks for.
            mLines = mLines & row & vbLf
        Loop
        Close #number
    End If
    mRead = True
End Sub
