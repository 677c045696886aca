"""How a question and its evidence are shown to the generator; training and answering share it."""


def prompt_of(question: str, evidence: str) -> str:
    """The text that the generator continues with an answer copied from the evidence."""
    return f"问：{question}\n据：{evidence}\n答："
