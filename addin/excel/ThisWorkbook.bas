' The add-in's own workbook module: Excel tells it of every workbook that opens.
Option Explicit

Private WithEvents mExcel As Application

Public Sub PsWatch()
    Set mExcel = Application
End Sub

Private Sub mExcel_WorkbookActivate(ByVal Wb As Workbook)
    PsOfferHelp
End Sub

Private Sub mExcel_WorkbookOpen(ByVal Wb As Workbook)
    PsRelink Wb
End Sub
