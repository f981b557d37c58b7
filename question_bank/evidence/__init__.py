"""Every fact shows its passage: finding it in the source's text, and what the texts do not yet support."""

from question_bank.evidence.check import EvidenceReport, Located, Missed, Unsupported, check_evidence
from question_bank.evidence.coverage import ParagraphCoverage, SourceCoverage, coverage
from question_bank.evidence.locate import Stretch
from question_bank.evidence.paragraphs import Paragraph, body_paragraphs, find_sources, is_plain_name

__all__ = [
    "EvidenceReport",
    "Located",
    "Missed",
    "Paragraph",
    "ParagraphCoverage",
    "SourceCoverage",
    "Stretch",
    "Unsupported",
    "body_paragraphs",
    "check_evidence",
    "coverage",
    "find_sources",
    "is_plain_name",
]
