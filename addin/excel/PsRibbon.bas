Attribute VB_Name = "PsRibbon"
' The ribbon of the add-in: its words in Office's language, and what its buttons do. See customUI14.xml.
Option Explicit

Public Sub PsRibbonLabel(control As Object, ByRef label As Variant)
    label = PsLabel(control.ID, PsLanguage())
End Sub

Public Sub PsRibbonTip(control As Object, ByRef tip As Variant)
    tip = PsTip(control.ID, PsLanguage())
End Sub

Public Sub PsRibbonClick(control As Object)
    Select Case control.ID
    Case "psScore"
        PsScoreWorkbook
    Case "psCheck"
        PsCheckWorkbook
    Case "psImportTickets"
        PsImportTickets
    Case "psImportSurvey"
        PsImportSurvey
    Case "psExplain"
        PsExplainSelection
    Case "psReadings"
        PsShowReadings
    Case "psLastError"
        PsShowLastError
    Case "psHelp"
        PsShowHelp
    End Select
End Sub
