"""Does a test notice? Each mutant is one small change to one module of the core; a mutant that no test kills is a hole.

    python -m tests.core.mutation                  agenda, candidacy, fold, matching
    python -m tests.core.mutation waiting thanks   others

Libraries for this rewrite the package on disk and run it from a copy of their own (mutmut), or start a process for each
mutant (cosmic-ray): here a mutant is a changed syntax tree that takes the place of the code in a forked child of a pytest
that has collected its tests already, so that one costs no more than the tests that kill it.
"""
