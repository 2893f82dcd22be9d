Attribute VB_Name = "PsHost"
' What the functions ask of Excel: which workbook calls, which language the user reads, which version is on the other side.
Option Explicit
Option Private Module

Public Const PsFault As Long = 1000

Private mSameVersion As Boolean

' The workbook whose cell calculates; outside a cell, the one on the screen. Never the add-in.
Public Function PsBook() As Object
    If TypeName(Application.Caller) = "Range" Then
        Set PsBook = Application.Caller.Worksheet.Parent
    Else
        Set PsBook = Application.ActiveWorkbook
    End If
End Function

' "zh" when Office itself speaks Chinese, else "en".
Public Function PsLanguage() As String
    Dim host As Object
    Dim number As Long
    PsLanguage = "en"
    On Error Resume Next
    Set host = Application
    number = host.LanguageSettings.LanguageID(2)
    On Error GoTo 0
    Select Case number
    Case 2052, 1028, 3076, 4100, 5124
        PsLanguage = "zh"
    End Select
End Function

' The language of message boxes: they show only what the code page of Windows has.
Public Function PsSpoken() As String
    Dim sample As String
    PsSpoken = PsLanguage()
    If PsSpoken = "zh" Then
        sample = PsHex("8BC4")
        If StrConv(StrConv(sample, 128), 64) <> sample Then PsSpoken = "en"
    End If
End Function

' Gives `server` back once its psscore is known to be of this version; asked once per session.
Public Function PsSameVersion(ByVal server As Object) As Object
    Dim found As String
    If Not mSameVersion Then
        found = server.Str(server.Call(server.Module("psscore.hosts.xlwings.udfs"), "version"))
        If found <> PsVersion Then Err.Raise PsFault, "PsHost", PsSay("versions", PsVersion, found)
        mSameVersion = True
    End If
    Set PsSameVersion = server
End Function
