Attribute VB_Name = "PsAddin"
' What the add-in does by itself: start Python early, and bring formulas that point to another copy of it home.
Option Explicit

Private mHelped As Boolean

' Excel runs this when it loads the add-in; the work waits until Excel is ready.
Public Sub Auto_Open()
    Application.OnTime Now + TimeSerial(0, 0, 2), "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!PsWarmStart"
End Sub

Public Sub PsWarmStart()
    Dim book As Object
    Dim server As Object
    On Error GoTo failed
    ThisWorkbook.PsWatch
    For Each book In Application.Workbooks
        PsRelink book
    Next book
    PsOfferHelp
    If LCase$(PsSetting("warm_start")) <> "no" Then Set server = PsPy()
    Exit Sub
failed:
    ' Nobody asked for anything yet: the reason waits for the button "last error".
    PsFail Err.Number, Err.Description
    ' The first cell tries again: a first start may have been slow.
    PsTryAgain
End Sub

' The help of the functions, once per session. Excel takes none while no workbook is open, as on its start screen.
Public Sub PsOfferHelp()
    If mHelped Then Exit Sub
    If Application.ActiveWorkbook Is Nothing Then Exit Sub
    mHelped = True
    PsRegisterHelp PsLanguage() = "zh"
End Sub

' Formulas stored as 'C:\...\psscore.xlam'!PS_SCORE( of another machine or folder: to the workbook's own functions
' when it has them, else to this add-in. Gives the number of links changed.
Public Function PsRelink(ByVal book As Object) As Long
    Dim links As Variant
    Dim target As String
    Dim i As Long
    On Error GoTo failed
    links = book.LinkSources(1)
    If Not IsArray(links) Then Exit Function
    For i = LBound(links) To UBound(links)
        If PsIsAddin(CStr(links(i))) Then
            target = ThisWorkbook.FullName
            If PsHasFunctions(book) Then target = book.FullName
            If StrComp(CStr(links(i)), target, vbTextCompare) <> 0 Then
                If PsChangeLink(book, CStr(links(i)), target) Then PsRelink = PsRelink + 1
            End If
        End If
    Next i
failed:
End Function

Private Function PsChangeLink(ByVal book As Object, ByVal link As String, ByVal target As String) As Boolean
    Dim alerts As Boolean
    alerts = Application.DisplayAlerts
    On Error GoTo failed
    Application.DisplayAlerts = False
    book.ChangeLink link, target, 1
    Application.DisplayAlerts = alerts
    PsChangeLink = True
    Exit Function
failed:
    ' A protected sheet keeps its formulas; they still calculate once the path exists here.
    PsNotice = PsSay("no_relink", book.Name)
    Application.DisplayAlerts = alerts
End Function

' Whether a path names this add-in, on whatever machine.
Public Function PsIsAddin(ByVal path As String) As Boolean
    Dim plain As String
    plain = Replace(path, "/", "\")
    PsIsAddin = StrComp(Mid$(plain, InStrRev(plain, "\") + 1), "psscore.xlam", vbTextCompare) = 0
End Function

Private Function PsHasFunctions(ByVal book As Object) As Boolean
    Dim answer As Variant
    On Error GoTo without
    answer = Application.Run("'" & Replace(book.Name, "'", "''") & "'!PS_PING", 21)
    PsHasFunctions = (answer = 42)
without:
End Function
