"""Tables of rights (权利清单表格) as offices keep them: read with all faults at once, written, handed back.

tables      bytes of a file → its tables of cells
columns     what each column is called and means
headings    where a table's heading stands, and which column is which
cells       a cell as its column means it
reading     tables → rows that are read, and all faults
joining     rows → records: holders by name, ids, rows of one registration, what the store has
returned    the wrong rows as a workbook, each with its fault
template    the workbook to fill in
"""
