"""A time of day as people type it."""

from __future__ import annotations

import pytest

from app.domain.clock_times import read_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:05", "09:05"),
        ("9:5", "09:05"),
        ("0905", "09:05"),
        ("905", "09:05"),
        ("9h05", "09:05"),
        ("9h", "09:00"),
        ("09.05", "09:05"),
        ("９：０５", "09:05"),
        (" 23:59 ", "23:59"),
        ("9:05 pm", "21:05"),
        ("9:05 p.m.", "21:05"),
        ("12:00 am", "00:00"),
        ("12:10 PM", "12:10"),
        ("", ""),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, meant: str):
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["99:99", "24:00", "9:60", "13:00 pm", "0:10 am", "morning", "9", "1:2:3", "-1:00", "9:0²", "90²"],
)
def test_what_is_no_time_of_day_is_not_guessed(typed: str):
    assert read_time(typed) is None
