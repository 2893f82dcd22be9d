Attribute VB_Name = "PsProbe"
' Test only: what cannot be seen from outside, as text.
Option Explicit

' The values of a table of two rows of two, and its bounds.
Public Function PsProbeTable(ByVal a As Variant, ByVal b As Variant, ByVal c As Variant, ByVal d As Variant) As String
    Dim given(0 To 1, 0 To 1) As Variant
    Dim found As Variant
    given(0, 0) = a
    given(0, 1) = b
    given(1, 0) = c
    given(1, 1) = d
    found = PsValue(given)
    PsProbeTable = CStr(found(0, 0)) & "|" & CStr(found(0, 1)) & "|" & CStr(found(1, 0)) & "|" & CStr(found(1, 1)) _
        & "|" & LBound(found, 1) & UBound(found, 1) & LBound(found, 2) & UBound(found, 2)
End Function

Public Function PsProbeList(ByVal given As Variant) As String
    Dim found As Variant
    Dim i As Long
    found = PsValue(given)
    For i = LBound(found) To UBound(found)
        PsProbeList = PsProbeList & CStr(found(i)) & "|"
    Next i
End Function

Public Function PsProbeValue(ByVal given As Variant) As String
    Dim found As Variant
    found = PsValue(given)
    PsProbeValue = TypeName(found) & " " & CStr(found)
End Function

' An error value has to be one, not a text: a formula around it fails, IFERROR and ISERROR see it.
Public Function PsProbeError(ByVal given As Variant) As Variant
    PsProbeError = PsValue(given)
End Function

Public Function PsProbeEmpty() As String
    Dim nothing_ As Variant
    PsProbeEmpty = PsProbeValue(nothing_) & "|" & PsProbeValue(Null)
End Function

Public Function PsProbeFail(ByVal message As String) As String
    PsProbeFail = CStr(PsFail(7, message)) & "|" & PsOwnLastError()
End Function

Public Function PsProbeForgets() As String
    Dim value As Variant
    value = PsFail(7, "older")
    value = PsValue(ChrW(1) & "PS!2042")
    PsProbeForgets = "[" & PsOwnLastError() & "]"
End Function

Public Function PsProbePython() As String
    Dim server As Object
    On Error GoTo failed
    Set server = PsPy()
    PsProbePython = "started"
    Exit Function
failed:
    PsProbePython = Err.Number & " " & Err.Description
End Function

Public Function PsProbeGiven(one As Variant, several As Variant) As String
    Dim given As Variant
    given = PsGiven(Array("caller", one, several))
    PsProbeGiven = given(0) & " " & TypeName(given(1)) & " " & TypeName(given(2))
End Function

Public Function PsProbeSettings() As String
    PsForgetSettings
    PsProbeSettings = PsSetting("server") & "|" & PsSetting("warm_start") & "|" & PsSetting("absent") & "|" & PsPythonFolder()
End Function

Public Function PsProbeWatch() As String
    ThisWorkbook.PsWatch
    PsProbeWatch = "watching"
End Function

' For the button: what it did is left in a cell.
Public Sub PsProbeButton()
    PsScoreWorkbook
    ActiveSheet.Range("C1").Value = PsOwnLastError()
End Sub

Public Function PsProbeRibbon(ByVal control As Object) As String
    Dim label As Variant
    Dim tip As Variant
    PsRibbonLabel control, label
    PsRibbonTip control, tip
    PsProbeRibbon = label & "|" & tip
End Function

Public Function PsProbeClick(ByVal control As Object) As String
    PsRibbonClick control
    PsProbeClick = PsOwnLastError()
End Function
