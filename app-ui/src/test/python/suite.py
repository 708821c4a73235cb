# Runs a module of Python's own test suite as `python3 -m unittest -v MODULE` does, without the cases named after it.
# Its text is given to the interpreter with -c, so that nothing but the interpreter itself has to be readable.
import sys
import unittest

module, left_out = sys.argv[1], sys.argv[2:]


class Loader(unittest.TestLoader):
    def getTestCaseNames(self, case):
        prefix = f"{case.__module__}.{case.__qualname__}."
        return [name for name in super().getTestCaseNames(case) if prefix + name not in left_out]


unittest.main(module=None, argv=["python3 -m unittest", "-v", module], testLoader=Loader())
