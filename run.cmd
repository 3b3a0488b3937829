@echo off
rem Starts inspector on Windows: "run" the demo, "run ARGS" any inspector command.
setlocal
call "%~dp0setup.cmd" || exit /b 1
if "%~1"=="" (
  "%PYTHON%" -m ui --demo
) else (
  "%PYTHON%" -m ui %*
)
exit /b %ERRORLEVEL%
