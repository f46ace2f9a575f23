@echo off
rem Installs zoning without a network. What follows is handed on: install.bat -Target D:\zoning -Python C:\Python312\python.exe
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
set CODE=%ERRORLEVEL%
if "%~1"=="" pause
exit /b %CODE%
