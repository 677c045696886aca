"""How much memory this process has used."""

import sys


def peak_megabytes() -> float:
    """The peak resident size so far, in MB."""
    import resource

    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kibibytes / (1024 if sys.platform != "darwin" else 1024 * 1024)
