"""What the help says can be pasted can be pasted."""

from datetime import date

import pytest

from app.exchange.lab_paste import read_block

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ("Date\tWBC (10^9/L)\tPlaquetas\n18 nov. 2026\t1,24\t12*\n", {"WBC": "1,24", "PLT": "12"}),
        ("Date;WBC;HGB\nUnit;K/µL;g/dL\n2026年11月18日;3.1 H;<5\n", {"WBC": "3.1", "HB": "<5"}),
        ("Analyte  2026-11-18\nPLT  12\nRET#  -\n", {"PLT": "12", "RETIC_ABS": ""}),
        ("Collected 2026-11-18\nTest\tResult\tUnit\tReference\nWBC\t3.1\tG/L\t4-10\n", {"WBC": "3.1"}),
        ("Date|NEUT#|PLT\n18/11/2026|3|40\n", {"ANC": "3", "PLT": "40"}),
        ("Data,Neutrófilos (mil/mm³)\n18/11/2026,3\n", {"ANC": "3"}),
        ("日期\t白细胞(万/µL)\t血红蛋白\n2026-11-18\t300\t未做\n", {"WBC": "300", "HB": ""}),
    ],
)
def test_a_print_is_read_as_the_help_says(block, read):
    batch = read_block(block)
    assert batch.faults == ()
    (row,) = batch.rows
    assert (row.day, row.fault) == (DAY, None)
    assert {cell.analyte: cell.text for cell in row.cells} == read
    assert {cell.missing for cell in row.cells if not cell.text} <= {"not_done"}
