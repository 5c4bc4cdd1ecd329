"""Question banks as tables: Excel workbooks and CSV."""
