"""A fork-server kernel: a process imports what chapters import once, and every notebook gets a child of it.

Jupyter meets it at its two seams: :mod:`~csatreport.engine.forkserver.provisioner`, named in the kernelspec ``csatreport``,
and :mod:`~csatreport.engine.forkserver.entry`, papermill's engine of the same name.
"""
