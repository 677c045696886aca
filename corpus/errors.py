"""Every error this project raises on purpose; messages are Chinese and say what to do."""


class CeyinError(Exception):
    """Something the user can mend; the HTTP layer and the command line show its message."""


class DocumentError(CeyinError):
    """A file is empty, binary, or in an encoding or format that is not known."""


class CatalogError(CeyinError):
    """The catalog beside the documents does not parse or names what is not there."""


class LexiconError(CeyinError):
    """A line of the lexicon or of the asked-as questions does not parse."""


class CurationError(CeyinError):
    """A stored question cannot be added or removed as asked for."""


class ModelError(CeyinError):
    """A configured encoder, reranker or generator cannot be loaded, or does not answer."""


class IndexMissingError(CeyinError):
    """There is no index where one is needed."""


class IndexMismatchError(CeyinError):
    """An index is damaged, or was built by another encoder or version."""


class QuestionError(CeyinError):
    """A question is blank or too long."""


class ProfileError(CeyinError):
    """A description of an applicant is blank or too long, or what is filled in contradicts it."""


class FilterError(CeyinError):
    """A filter names what the corpus does not hold."""


class NotFoundError(CeyinError):
    """No document or clause has this id."""


class SettingError(CeyinError):
    """A setting or an option cannot be used as given."""


class EvaluationError(CeyinError):
    """What an evaluation is given (a run, judgments, earlier results) cannot be used."""
