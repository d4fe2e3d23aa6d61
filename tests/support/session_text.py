"""The text of a terminal session, cut into its commands and what they print."""


def pieces(text: str, is_page: bool) -> list[tuple[str, list[str]]]:
    """A session cut into (kind, lines), kind one of text, command, output; of a page, its ```console blocks are one."""
    found: list[tuple[str, list[str]]] = []
    inside, kind = not is_page, "text"
    for line in text.splitlines():
        fresh = False
        if is_page and line.startswith("```"):
            inside, kind = line == "```console", "text"
        elif inside and line.startswith("$ "):
            kind, fresh = "command", True
        elif inside and not is_page and line.startswith("# "):
            kind = "text"
        elif inside and kind == "command" and not line.startswith("> "):
            kind = "output"
        if fresh or not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(line)
    return found


def steps(text: str, is_page: bool) -> list[tuple[str, list[str]]]:
    """The commands of a session, each with the lines it is to print."""
    found: list[tuple[str, list[str]]] = []
    for kind, lines in pieces(text, is_page):
        if kind == "command":
            found.append(("\n".join(line[2:] for line in lines), []))
        elif kind == "output":
            found[-1][1].extend("\n".join(lines).strip("\n").splitlines())
    return found
