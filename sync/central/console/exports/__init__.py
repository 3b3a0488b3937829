"""What leaves the console: the whole case as a bag or as JSON, and rows in the columns of 双公示."""

from sync.central.console.exports.bag import bag
from sync.central.console.exports.case_json import case_json
from sync.central.console.exports.publicity import publicity_csv, publicity_workbook
from sync.central.console.exports.review import review_pdf

__all__ = ["bag", "case_json", "publicity_csv", "publicity_workbook", "review_pdf"]
