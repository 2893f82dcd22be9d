"""The workbook of a plan's register: the board, the choices of targets, the tasks, the departments, the lights."""
