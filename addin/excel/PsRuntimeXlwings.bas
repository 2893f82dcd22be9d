Attribute VB_Name = "PsRuntime"
' Python through the stock module of xlwings, which reads its own settings (xlwings.conf).
Option Explicit
Option Private Module

Public Function PsPy() As Object
    Set PsPy = PsSameVersion(XLPy())
End Function

Public Sub PsTryAgain()
End Sub
