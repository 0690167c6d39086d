"""Text in columns: how wide it is, how to join and wrap it.

A Chinese character takes two columns. Lines break at spaces and between
Chinese characters, never inside a word or inside `code`, never before a
closing mark or after an opening one.
"""
import re

import say

TOKEN = re.compile(r'`[^`]*`|[^\s`\u2e80-\uffef]+|[\u2e80-\uffef]|`|\s+')
CLOSING = '，。：；、！？）」』》〉】”’…—～·.,:;!?)]}'
OPENING = '（「『《〈【“‘([{'


def width(text, tab=8):
    """Columns that one line of text takes on a screen."""
    return say.width(text.expandtabs(tab))


def has_wide(text):
    return say.width(text) > len(text)


def join(before, after):
    """Two lines of one paragraph as one: no space inside Chinese text."""
    if not before or not after:
        return before + after
    left, right = has_wide(before[-1]), has_wide(after[0])
    mark = before[-1] in CLOSING + OPENING and left
    mark = mark or (after[0] in CLOSING + OPENING and right)
    return before + ('' if left and right or mark else ' ') + after


def units(text):
    """Pieces that may not be broken, each with the space before it."""
    found, space = [], ''
    for token in TOKEN.findall(text):
        if token.isspace():
            space = ' '
            continue
        if found and not space and (
                token[0] in CLOSING or found[-1][1][-1] in OPENING
                or not (has_wide(token[0]) or has_wide(found[-1][1][-1]))):
            found[-1][1] += token
        else:
            found.append([space, token])
        space = ''
    return found


def wrap(text, limit):
    """The lines of a paragraph, each at most limit columns wide."""
    rows = ['']
    for space, piece in units(text):
        if not rows[-1]:
            rows[-1] = piece
        elif width(rows[-1] + space + piece) <= limit:
            rows[-1] += space + piece
        else:
            rows.append(piece)
    return rows
