"""What this machine does at best: the smallest process or call of each kind, measured beside the subject."""

from __future__ import annotations

from tests.benchmarks.benchmark import Figure, source, warm

# What prints the resident memory of a Linux process in MiB, for subjects too.
PRINT_MEMORY = """
import os
with open("/proc/self/statm") as statm:
    print(int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20)
"""

_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window()
window.resize(1100, 720)
window.show()
app.exec()
"""
_CANVAS = """
import io
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas(io.BytesIO())
canvas.drawString(72, 720, "Visit summary")
canvas.showPage()
canvas.save()
"""

_TWO_PAGES = """
import io
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

STYLES = getSampleStyleSheet()
ROWS = [["Count", "Value", "Unit", "Change"]] + [["ANC", "1.23", "10^9/L", "+0.10"] for _ in range(15)]

def work():
    first = [Paragraph("Visit summary", STYLES["Heading1"]), Table(ROWS)]
    second = [Paragraph("Criteria", STYLES["Heading1"]), Table(ROWS)]
    SimpleDocTemplate(io.BytesIO(), pagesize=A4).build([*first, PageBreak(), *second])
"""

# From `python` to the first paint of an empty main window, and out.
BARE_WINDOW = source(_WINDOW)

# The resident memory of that window, in MiB, after its first paint.
BARE_WINDOW_MEMORY = source(_WINDOW + PRINT_MEMORY, figure=Figure.PRINTED)

# From `python` to one page with one line of text, and out.
BARE_CANVAS = source(_CANVAS)

# Two pages with a table on each, in a running process.
TWO_PAGE_DOCUMENT = warm(_TWO_PAGES)
