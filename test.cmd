@echo off
rem Runs the whole suite on Windows; "test faults" the long suites, other arguments go to pytest.
setlocal
call "%~dp0setup.cmd" || exit /b 1
cd /d "%~dp0"
if not defined QT_QPA_PLATFORM set QT_QPA_PLATFORM=offscreen
rem else every process of every test compiles every module anew
set PYTHONDONTWRITEBYTECODE=
if "%~1"=="faults" (
  "%PYTHON%" -m pytest -m long -o faulthandler_timeout=1800
  exit /b %ERRORLEVEL%
)
if "%~1"=="" (
  "%PYTHON%" -m ruff format --check . || exit /b 1
  "%PYTHON%" -m ruff check . || exit /b 1
  "%PYTHON%" -m mypy || exit /b 1
  .venv\Scripts\lint-imports.exe || exit /b 1
  "%PYTHON%" -m pytest -n 2 --dist worksteal
  exit /b %ERRORLEVEL%
)
"%PYTHON%" -m pytest %*
exit /b %ERRORLEVEL%
