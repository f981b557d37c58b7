"""Banks for other programs and back, and on paper, with a report of what could not be carried over."""

from question_bank.formats.comments import comments_left
from question_bank.formats.csv_table import read_csv, write_csv
from question_bank.formats.gift import read_gift, write_gift
from question_bank.formats.json_bank import read_json, write_json
from question_bank.formats.landing import Landed, Landing, land
from question_bank.formats.opening import Opened, open_text
from question_bank.formats.paper import write_paper
from question_bank.formats.reports import what_is_lost
from question_bank.formats.values import Exported, Imported

__all__ = [
    "Exported",
    "Imported",
    "Landed",
    "Landing",
    "Opened",
    "comments_left",
    "land",
    "open_text",
    "read_csv",
    "read_gift",
    "read_json",
    "what_is_lost",
    "write_csv",
    "write_gift",
    "write_json",
    "write_paper",
]
