"""What identifies a row of a table: the columns that hold its id, by their keys in the catalogue."""

ROW_KEYS = (("rule_id", "where"), ("id",), ("series_id",), ("key_id",), ("key",))
LOG_TABLE = "tblLog"  # the table of changes on Log
GROUP = "workbook.group_"  # begins the id of a row of Kontrol that is the heading of a group
