Attribute VB_Name = "PsRuntime"
' Python, for cells and commands: one server for all workbooks of this Excel, because the DLL of xlwings keeps one for
' each command and the command is the same for all. The DLL starts the server again when it was ended.
Option Explicit
Option Private Module

Private mCommand As String
Private mFailed As Double
Private mWhy As String

' The Python server (XLPython of xlwings.com_server). Raises PsFault with a sentence for the user.
Public Function PsPy() As Object
    Dim server As Variant
    Dim command As String
    ' A calculation asks for hundreds of cells; one wait for a Python that does not start is enough.
    If Abs(CDbl(Now) - mFailed) * 86400 < 10 Then Err.Raise PsFault, "PsRuntime", mWhy
    command = PsCommand()
    If PsActivate(server, command) <> 0 Then
        If Left$(command, 1) = "{" Then
            mWhy = PsSay("no_running_server", CStr(server))
        Else
            mWhy = PsSay("no_server", CStr(server))
        End If
        mFailed = CDbl(Now)
        Err.Raise PsFault, "PsRuntime", mWhy
    End If
    Set PsPy = PsSameVersion(server)
End Function

' Somebody asks, and may have mended it: the next call tries at once.
Public Sub PsTryAgain()
    mFailed = 0
End Sub

' What starts the server, or the class of one that runs already. Kept once everything it needs was found.
Private Function PsCommand() As String
    Dim folder As String
    If Len(mCommand) = 0 Then
        If InStr(1, Application.OperatingSystem, "Windows") = 0 Then Err.Raise PsFault, "PsRuntime", PsSay("not_windows")
        PsForgetSettings
        folder = PsPythonFolder()
        If Not PsExists(folder & "pythonw.exe") Then Err.Raise PsFault, "PsRuntime", PsSay("no_python", folder)
        ' In a venv the DLL is one folder above.
        If Not PsLoad(folder) Then
            If Not PsLoad(PsParent(folder)) Then Err.Raise PsFault, "PsRuntime", PsSay("no_dll", PsDll(), folder)
        End If
        mCommand = PsServerCommand(folder)
    End If
    PsCommand = mCommand
End Function

Private Function PsServerCommand(ByVal folder As String) As String
    Select Case PsSetting("server")
    Case "", "start"
        ' -P: nothing that happens to lie in Excel's current folder is imported.
        PsServerCommand = """" & folder & "pythonw.exe"" -P -B -c ""import xlwings; xlwings.serve('$(CLSID)')"""
    Case "running"
        PsServerCommand = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"
    Case Else
        Err.Raise PsFault, "PsRuntime", PsSay("bad_server", PsSetting("server"), PsSettingsFile())
    End Select
End Function

Private Function PsParent(ByVal folder As String) As String
    PsParent = Left$(folder, InStrRev(folder, "\", Len(folder) - 1))
End Function
