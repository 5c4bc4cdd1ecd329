"""Tables out: a Table of any contest's figures → xlsx or csv. Writers know no contest.

A new kind of file is a module here with a function `write_…(table, target)`.
"""

from quizapp.exchange.tables.csv_writing import write_csv
from quizapp.exchange.tables.table import Column, Kind, Table
from quizapp.exchange.tables.xlsx_writing import write_xlsx

__all__ = ["Column", "Kind", "Table", "write_csv", "write_xlsx"]
