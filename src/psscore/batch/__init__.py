"""Many workbooks: scored side by side, resumable, one receipt each."""

from psscore.batch.score_many import Job, score_many

__all__ = ["Job", "score_many"]
