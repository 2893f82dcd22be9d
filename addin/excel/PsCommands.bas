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

Public Sub PsImportTickets()
    PsTryAgain
    PsRun "import_tickets", True
End Sub

Public Sub PsImportSurvey()
    PsTryAgain
    PsRun "import_survey", True
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

Private Sub PsRun(ByVal command As String, Optional ByVal picks As Boolean = False)
    Dim server As Object
    Dim files As String
    Dim summary As String
    On Error GoTo failed
    If Application.ActiveWorkbook Is Nothing Then Err.Raise PsFault, "PsCommands", PsSay("no_workbook")
    Set server = PsPy()
    If picks Then
        files = PsPicked()
        If Len(files) = 0 Then Exit Sub
    End If
    ' xlwings.Book.caller() is this workbook.
    server.SetAttr server.Module("xlwings._xlwindows"), "BOOK_CALLER", Application.ActiveWorkbook
    summary = PsAnswer(server, command, files, False)
    If Left$(summary, 1) = ChrW(1) Then
        ' A question: whether to replace what was typed.
        If MsgBox(Mid$(summary, 2), vbYesNo + vbQuestion + vbDefaultButton2, PsSay("title")) <> vbYes Then Exit Sub
        summary = PsAnswer(server, command, files, True)
    End If
    If summary <> "None" Then PsTell summary
    Exit Sub
failed:
    PsFail Err.Number, Err.Description
    PsTell PsLastError
End Sub

' The files go to Python one a line; a question comes back with the mark of ASKS before it.
Private Function PsAnswer(ByVal server As Object, ByVal command As String, ByVal files As String, ByVal force As Boolean) As String
    If Len(files) = 0 Then
        PsAnswer = server.Str(server.Call(server.Module("psscore.hosts.xlwings.macros"), command, server.Dict("lang", PsSpoken())))
        Exit Function
    End If
    PsAnswer = server.Str(server.Call(server.Module("psscore.hosts.xlwings.macros"), command, server.Dict("lang", PsSpoken(), "files", files, "force", force)))
End Function

' The files somebody picks, one a line; empty when nobody does.
Private Function PsPicked() As String
    Dim picked As Variant
    Dim i As Long
    picked = Application.GetOpenFilename(PsSay("files") & ",*.xlsx;*.xlsm;*.xls;*.csv;*.toml", 1, , , True)
    If Not IsArray(picked) Then Exit Function
    For i = LBound(picked) To UBound(picked)
        PsPicked = PsPicked & picked(i) & vbLf
    Next i
End Function

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
