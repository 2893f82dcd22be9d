Attribute VB_Name = "PsPing"
' =PS_PING(21) gives 42 while macros may run, Python or not.
Option Explicit

Public Function PS_PING(ByVal number As Variant) As Variant
    PS_PING = number * 2
End Function
