Attribute VB_Name = "PsCommands"
' What buttons do, on the ribbon and in the sheet: one Python function each, its text shown.
Option Explicit

Public Sub PsScoreWorkbook()
    ' Every cell, also those that failed while Python was missing. Where it cannot be done, Python names what differs.
    PsTryAgain
    On Error Resume Next
    Application.CalculateFull
    On Error GoTo 0
    PsRun "score_workbook"
End Sub

Public Sub PsCheckWorkbook()
    PsTryAgain
    PsRun "check_workbook"
End Sub

Public Sub PsExplainSelection()
    PsTryAgain
    PsRun "explain_selection"
End Sub

Public Sub PsShowReadings()
    PsTryAgain
    PsRun "readings"
End Sub

Public Sub PsShowLastError()
    PsTell PsNewestError()
End Sub

' The guide in the workbook; a few words where there is none.
Public Sub PsShowHelp()
    If PsShowSheet(PsText("guide", "zh")) Then Exit Sub
    If PsShowSheet(PsText("guide", "en")) Then Exit Sub
    PsTell PsSay("help", PsVersion)
End Sub

' Why the last call from this project failed; the add-in asks the workbook for it.
Public Function PsOwnLastError() As String
    PsOwnLastError = PsLastError
End Function

Private Sub PsRun(ByVal command As String)
    Dim server As Object
    Dim summary As String
    On Error GoTo failed
    If Application.ActiveWorkbook Is Nothing Then Err.Raise PsFault, "PsCommands", PsSay("no_workbook")
    Set server = PsPy()
    ' xlwings.Book.caller() is this workbook.
    server.SetAttr server.Module("xlwings._xlwindows"), "BOOK_CALLER", Application.ActiveWorkbook
    summary = server.Str(server.Call(server.Module("psscore.hosts.xlwings.macros"), command, server.Dict("lang", PsSpoken())))
    If summary <> "None" Then PsTell summary
    Exit Sub
failed:
    PsFail Err.Number, Err.Description
    PsTell PsLastError
End Sub

' The workbook's functions, the add-in's, or what Python remembers, whichever can tell.
Private Function PsNewestError() As String
    PsNewestError = PsErrorOfBook()
    If Len(PsNewestError) = 0 Then PsNewestError = PsLastError
    If Len(PsNewestError) = 0 Then PsNewestError = PsErrorOfPython()
    If Len(PsNewestError) = 0 Then PsNewestError = PsNotice
    If Len(PsNewestError) = 0 Then PsNewestError = PsSay("no_error")
End Function

' Empty for a workbook without our functions.
Private Function PsErrorOfBook() As String
    On Error GoTo without
    PsErrorOfBook = Application.Run("'" & Replace(Application.ActiveWorkbook.Name, "'", "''") & "'!PsOwnLastError")
without:
End Function

Private Function PsErrorOfPython() As String
    Dim server As Object
    On Error GoTo failed
    Set server = PsPy()
    PsErrorOfPython = server.Str(server.Call(server.Module("psscore.hosts.xlwings.udfs"), "last_error", server.Tuple(PsSpoken())))
    Exit Function
failed:
    PsErrorOfPython = PsReason(Err.Number, Err.Description)
End Function

Private Function PsShowSheet(ByVal title As String) As Boolean
    On Error GoTo absent
    Application.ActiveWorkbook.Worksheets(title).Activate
    PsShowSheet = True
absent:
End Function

Private Sub PsTell(ByVal message As String)
    If Len(message) > 0 Then MsgBox message, vbInformation, PsSay("title")
End Sub
