@echo off
rem Sets the project up on Windows; called by run.cmd and test.cmd, safe to repeat. Sets PYTHON.
set "ROOT=%~dp0"
set "PYTHON=%ROOT%.venv\Scripts\python.exe"
if not exist "%ROOT%.uv\Scripts\uv.exe" (
  py -3 -m venv --clear "%ROOT%.uv" || exit /b 1
  "%ROOT%.uv\Scripts\pip.exe" install -q --disable-pip-version-check uv==0.13.9 || exit /b 1
)
"%ROOT%.uv\Scripts\uv.exe" sync --project "%ROOT%." --frozen --compile-bytecode -q || "%ROOT%.uv\Scripts\uv.exe" sync --project "%ROOT%." --frozen --compile-bytecode -q --system-certs || exit /b 1
exit /b 0
