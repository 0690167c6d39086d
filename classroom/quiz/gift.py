"""Questions as GIFT, the text format that Moodle and others import.

    // [id:tiny-q-sleep] [tag:book]
    ::tiny-q-sleep::[markdown]…{
    ~wrong#why
    =right#why
    }

A choice right and its feedback, a question on its own in a category for each
section; a question without choices is an essay, its answer the feedback.
"""

TOP = {"en": "From select to gather", "zh": "从 select 到 gather"}
SHELF = {True: {"en": "Bank", "zh": "题库"},
         False: {"en": "In the book", "zh": "书里的题"}}
TAG = {True: "bank", False: "book"}


def escaped(text):
    """What means something to GIFT gets a backslash; a line end is \\n."""
    for mark in "\\~=#{}:":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def category(question, language, chapters):
    number = question.chapter.partition("-")[0]
    title = chapters[question.chapter][language]
    if number.isdigit():
        title = f"{number} {title}"     # platforms sort by name
    return "$CATEGORY: " + "/".join((TOP[language],
                                     SHELF[question.bank][language], title,
                                     question.section))


def block(question):
    head = (f"// [id:{question.name}] [tag:{TAG[question.bank]}]\n"
            f"::{question.name}::[markdown]{escaped(question.text)}")
    if not question.choices:
        return f"{head}{{####{escaped(question.answer)}}}\n"
    rows = "".join(f"{'=' if each.right else '~'}{escaped(each.text)}"
                   f"#{escaped(each.why)}\n" for each in question.choices)
    return f"{head}{{\n{rows}}}\n"


def write(questions, language, chapters):
    """The whole file. An empty line ends each question."""
    parts, before = [], None
    for one in questions:
        now = category(one, language, chapters)
        if now != before:
            parts.append(now + "\n")
        parts.append(block(one))
        before = now
    return "\n".join(parts)
