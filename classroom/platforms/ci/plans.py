"""Who is graded by which job, as the platform wants to read it.

A job for each student, up to the most that a run may have; then several
students share a job, one after the other. They never share a container.
"""
import json

MOST = 256      # jobs of a matrix, says docs.github.com; GitLab takes more


def batches(names):
    """As few students to a job as can be: [["ada", "bob"], ...]"""
    size = max(1, -(-len(names) // MOST))
    return [names[at:at + size] for at in range(0, len(names), size)]


def github(names):
    """A line for $GITHUB_OUTPUT."""
    return "batches=" + json.dumps([" ".join(some) for some in batches(names)])


def job(number, names):
    return {
        "stage": "grade", "extends": ".grader", "allow_failure": True,
        "variables": {"BATCH": " ".join(names)},
        "script": ["sh grader/batch"],
        "artifacts": {"when": "always", "expire_in": "30 days",
                      "paths": ["out"], "reports": {
                          "junit": "out/*/junit.xml"}}}


def gitlab(names):
    """The child pipeline. JSON is YAML, too."""
    found = {
        "stages": ["grade", "collect"],
        ".grader": {
            "image": "docker:28", "services": ["docker:28-dind"],
            "timeout": "2 hours",
            "variables": {"DOCKER_TLS_CERTDIR": "/certs"}}}
    for number, some in enumerate(batches(names), 1):
        found["grade %d" % number] = job(number, some)
    found["collect"] = {
        "stage": "collect", "extends": ".grader", "when": "always",
        "script": ["sh grader/collect"],
        "artifacts": {"when": "always", "expire_in": "30 days",
                      "paths": ["out/class"]}}
    return json.dumps(found, indent=1)


KINDS = {"github": github, "gitlab": gitlab}
