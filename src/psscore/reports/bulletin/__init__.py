"""通报: many units of one period, from a ranking."""

from psscore.reports.bulletin.bulletin import BulletinSettings, bulletin

__all__ = ["BulletinSettings", "bulletin"]
