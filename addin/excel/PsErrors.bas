Attribute VB_Name = "PsErrors"
' What Python gives, as Excel means it: an error is an error value in the cell, never a text and never 0.
Option Explicit
Option Private Module

' Why the last function or command failed on this side; empty when Python knows more.
Public PsLastError As String

' What does not go away by calculating again; told when nothing else is wrong.
Public PsNotice As String

Private mFailedAt As String

' The value of a call: errors, alone or inside a list or table, become error values of Excel.
Public Function PsValue(ByVal result As Variant) As Variant
    ' Python answers again: what failed outside cells is over, and so is what failed in this one.
    If Len(PsLastError) > 0 Then
        If Len(mFailedAt) = 0 Or PsWhere() = mFailedAt Then PsLastError = ""
    End If
    Select Case PsDimensions(result)
    Case 0
        PsValue = PsElement(result)
    Case 1
        PsValue = PsList(result)
    Case Else
        PsValue = PsTable(result)
    End Select
End Function

' The value of a call that failed in VBA or on the way to Python; the reason is kept.
Public Function PsFail(ByVal number As Long, ByVal message As String) As Variant
    mFailedAt = PsWhere()
    PsLastError = mFailedAt & PsReason(number, message)
    PsFail = CVErr(2015)
End Function

' One sentence for a user: of what Python raised, the last line without the way there.
Public Function PsReason(ByVal number As Long, ByVal message As String) As String
    Dim rows As Variant
    Dim i As Long
    PsReason = message
    If Len(message) = 0 Then PsReason = PsSay("failed", CStr(number))
    If InStr(1, message, "Traceback") > 0 Then
        rows = Split(Replace(message, vbCr, ""), vbLf)
        For i = LBound(rows) To UBound(rows)
            If Len(Trim$(rows(i))) > 0 Then PsReason = PsSay("python_failed", Trim$(rows(i)))
        Next i
    End If
End Function

Private Function PsElement(ByVal element As Variant) As Variant
    Dim number As String
    If IsNull(element) Or IsEmpty(element) Then
        ' Excel would show 0.
        PsElement = ""
    ElseIf VarType(element) <> vbString Then
        PsElement = element
    ElseIf Left$(element, 4) <> ChrW(1) & "PS!" Then
        PsElement = element
    Else
        PsLastError = ""
        number = Mid$(element, 5)
        Select Case number
        Case "2000", "2007", "2015", "2023", "2029", "2036", "2042"
            PsElement = CVErr(CLng(number))
        Case Else
            PsElement = CVErr(2015)
        End Select
    End If
End Function

Private Function PsList(ByVal given As Variant) As Variant
    Dim out As Variant
    Dim i As Long
    ReDim out(LBound(given) To UBound(given))
    For i = LBound(given) To UBound(given)
        out(i) = PsElement(given(i))
    Next i
    PsList = out
End Function

Private Function PsTable(ByVal given As Variant) As Variant
    Dim out As Variant
    Dim i As Long
    Dim j As Long
    ReDim out(LBound(given, 1) To UBound(given, 1), LBound(given, 2) To UBound(given, 2))
    For i = LBound(given, 1) To UBound(given, 1)
        For j = LBound(given, 2) To UBound(given, 2)
            out(i, j) = PsElement(given(i, j))
        Next j
    Next i
    PsTable = out
End Function

' 0, 1 or 2.
Private Function PsDimensions(ByVal given As Variant) As Long
    Dim last As Long
    If Not IsArray(given) Then Exit Function
    PsDimensions = 1
    On Error GoTo known
    last = UBound(given, 2)
    PsDimensions = 2
known:
End Function

' The calling cell and a colon; empty outside a cell.
Private Function PsWhere() As String
    Dim cell As Object
    On Error GoTo nowhere
    If TypeName(Application.Caller) <> "Range" Then Exit Function
    Set cell = Application.Caller
    PsWhere = PsSay("at_cell", cell.Worksheet.Name & "!" & cell.Address(False, False))
nowhere:
End Function
