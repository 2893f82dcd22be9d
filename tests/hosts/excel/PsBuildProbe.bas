Attribute VB_Name = "PsBuild"
' Test only, in place of the generated module: the server is an object the test hands over, no DLL.
Option Explicit

Public Const PsVersion As String = "9.9.9"

Public PsServerGiven As Variant
Public PsServerStatus As Long
Public PsCommandAsked As String
Public PsLoaded As String
Public PsDllFolder As String

Public Function PsDll() As String
    PsDll = "probe.dll"
End Function

' The DLL is in the folder the test names.
Public Function PsLoad(ByVal folder As String) As Boolean
    PsLoaded = PsLoaded & Mid$(folder, Len(PsHome()) + 1) & ";"
    PsLoad = (folder = PsHome() & PsDllFolder)
End Function

Public Function PsPutDll(ByVal folder As String) As String
    PsDllFolder = folder
    PsPutDll = "put"
End Function

' Writes a line into a file of psscore's folder.
Public Function PsWrite(ByVal name As String, ByVal line_ As String) As String
    Dim number As Integer
    number = FreeFile
    Open PsHome() & name For Output As #number
    Print #number, line_
    Close #number
    PsWrite = "written"
End Function

Public Function PsActivate(ByRef result As Variant, ByVal command As String) As Long
    PsCommandAsked = command
    If PsServerStatus = 0 Then
        Set result = PsServerGiven
    Else
        result = "the DLL says no"
    End If
    PsActivate = PsServerStatus
End Function

Public Function PsServe(ByVal server As Object, ByVal status As Long) As String
    Set PsServerGiven = server
    PsServerStatus = status
    PsServe = "ready"
End Function

Public Function PsAsked() As String
    PsAsked = Replace(PsCommandAsked, PsHome(), "HOME ") & "|" & PsLoaded
    PsLoaded = ""
End Function
