"""Every fact shows its passage: finding it in the source's text, and what the texts do not yet support."""

from question_bank.evidence.check import EvidenceReport, Located, check_evidence
from question_bank.evidence.coverage import ParagraphCoverage, SourceCoverage, coverage
from question_bank.evidence.locate import Stretch
from question_bank.evidence.paragraphs import Paragraph, body_paragraphs, find_sources

__all__ = [
    "EvidenceReport",
    "Located",
    "Paragraph",
    "ParagraphCoverage",
    "SourceCoverage",
    "Stretch",
    "body_paragraphs",
    "check_evidence",
    "coverage",
    "find_sources",
]
