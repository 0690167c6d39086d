"""STUDENTS=file: who is who.

    folder <TAB> en|zh <TAB> name to show

The name may be left out; then the folder's is shown.
"""
import rows
from say import LANGUAGES
from weights import told


def complaint(where, fields, found):
    """What is wrong with a row, or None."""
    if len(fields) not in (2, 3):
        return told(where, "report.three_fields", text=" ".join(fields))
    folder, lang = fields[:2]
    if not folder:
        return told(where, "report.no_folder")
    if lang not in LANGUAGES:
        return told(where, "report.no_language", text=lang)
    if folder in found:
        return told(where, "report.twice", name=folder)
    return None


def read(path):
    """({folder: (language, name or "")}, [complaints])"""
    found, complaints = {}, []
    for where, fields in rows.read(path, "STUDENTS", complaints):
        wrong = complaint(where, fields, found)
        if wrong:
            complaints.append(wrong)
        else:
            found[fields[0]] = (fields[1], (fields + [""])[2])
    return found, complaints
