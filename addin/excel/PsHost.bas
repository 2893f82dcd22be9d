Attribute VB_Name = "PsHost"
' What the functions ask of Excel: which cell calls and with what, which language the user reads, which version is on the other side.
Option Explicit
Option Private Module

Public Const PsFault As Long = 1000

Private mSameVersion As Boolean

' The calling cell as its address, because every question Python asks of a range is a journey to Excel and back; the
' cell itself for PS_SCORE(), which looks for the row it stands in. Nothing when no cell calls.
Public Function PsCaller(ByVal itself As Boolean) As Variant
    Dim cell As Object
    If TypeName(Application.Caller) <> "Range" Then Exit Function
    Set cell = Application.Caller
    If itself Then
        Set PsCaller = cell
    Else
        PsCaller = "[" & cell.Worksheet.Parent.Name & "]" & cell.Worksheet.Name & "!" & cell.Address(False, False)
    End If
End Function

' What a function was given, as it travels to Python: one cell with a plain number, text, logical value, error or
' nothing as that. Dates and currency stay cells, since only the cell says how exact they are.
Public Function PsGiven(ByVal arguments As Variant) As Variant
    Dim given() As Variant
    Dim i As Long
    ReDim given(LBound(arguments) To UBound(arguments))
    For i = LBound(arguments) To UBound(arguments)
        If Not IsObject(arguments(i)) Then
            ' LibreOffice cannot hand on what was left out; there it becomes nothing.
            On Error Resume Next
            given(i) = arguments(i)
            On Error GoTo 0
        ElseIf i > LBound(arguments) And PsIsPlainCell(arguments(i)) Then
            given(i) = arguments(i).Value
        Else
            ' The calling cell comes first and stays one.
            Set given(i) = arguments(i)
        End If
    Next i
    PsGiven = given
End Function

Private Function PsIsPlainCell(ByVal argument As Object) As Boolean
    ' A date format on a number that no date has is an overflow here.
    On Error GoTo odd
    If TypeName(argument) <> "Range" Then Exit Function
    If argument.Areas.Count > 1 Or argument.Rows.Count > 1 Or argument.Columns.Count > 1 Then Exit Function
    Select Case VarType(argument.Value)
    Case vbEmpty, vbDouble, vbString, vbBoolean, vbError
        PsIsPlainCell = True
    End Select
odd:
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
