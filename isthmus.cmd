@echo off
rem Runs Isthmus from a checkout: builds it on first use and whenever a source is newer than the build.
rem ISTHMUS_JAVA_OPTS adds options for the Java virtual machine; ISTHMUS_DIST names a built one to run as it is.
setlocal DisableDelayedExpansion
set "TOP=%~dp0"
set "TOP=%TOP:~0,-1%"
set "BUILD=%TOP%\app-ui\target\run"
set "STAMP=%BUILD%\built"
set "LOG=%BUILD%\build.log"
set "DIST=%BUILD%\dist"

set "JAVA_25="
call :try "%JAVA_HOME%"
call :among "%ProgramFiles%\Eclipse Adoptium" jdk-25*
call :among "%ProgramFiles%\Java" jdk-25*
call :among "%ProgramFiles%\Microsoft" jdk-25*
call :among "%ProgramFiles%\Zulu" zulu-25*
call :among "%USERPROFILE%\.jdks" *25*
if not defined JAVA_25 (
    >&2 echo isthmus: Java 25 is not to be found; install a JDK 25, or set JAVA_HOME to one
    exit /b 125
)

if defined ISTHMUS_DIST set "DIST=%ISTHMUS_DIST%"
if not defined ISTHMUS_DIST goto stale
if exist "%DIST%\lib" goto run
>&2 echo isthmus: ISTHMUS_DIST is %DIST%, and that is no built Isthmus (it has no lib^); run mvn package, or unset it
exit /b 125

:stale
if not exist "%STAMP%" goto build
rem Batch cannot compare times; exit status 1 means that something is newer than the build.
powershell -NoProfile -NonInteractive -Command "$t = (Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; $s = @(Get-Item \"$env:TOP\pom.xml\", \"$env:TOP\*\pom.xml\") + @(Get-ChildItem -Recurse \"$env:TOP\*\src\main\", \"$env:TOP\.mvn\"); exit [int]@($s | Where-Object { $_.LastWriteTimeUtc -gt $t }).Count.CompareTo(0)"
if not errorlevel 1 goto run

:build
set "MVN="
for %%M in (mvn.cmd mvn.bat) do if not "%%~$PATH:M"=="" set "MVN=%%~$PATH:M"
if not defined MVN (
    >&2 echo isthmus: Maven is needed to build Isthmus; install it and put it on the PATH
    exit /b 125
)
>&2 echo isthmus: building (first use, or sources have changed)
if not exist "%BUILD%" mkdir "%BUILD%"
type nul >"%BUILD%\started"
pushd "%TOP%"
setlocal
set "JAVA_HOME=%JAVA_25%"
call "%MVN%" -B -ntp -Disthmus.run -Dmaven.test.skip=true package >"%LOG%" 2>&1 <nul
endlocal & set "FAILED=%ERRORLEVEL%"
popd
if not "%FAILED%"=="0" (
    findstr /b /c:"[ERROR]" /c:"[WARNING]" "%LOG%" 1>&2
    >&2 echo isthmus: the build failed; all it said is in %LOG%
    exit /b 125
)
move /y "%BUILD%\started" "%STAMP%" >nul

:run
set "JDK_JAVA_OPTIONS="
set "JAVA_TOOL_OPTIONS="
set "_JAVA_OPTIONS="
set "AOT="
set "MODULES=%DIST%\lib"
set "WINDOW="
if "%~1"=="" goto window
if "%~1"=="window" goto window
if exist "%DIST%\isthmus.aot" set "AOT=-XX:AOTCache="%DIST%\isthmus.aot""
goto start
:window
set "MODULES=%DIST%\lib;%DIST%\window\common;%DIST%\window\windows"
set WINDOW="@%TOP%\app-ui\src\main\dist\window.options"
:start
"%JAVA_25%\bin\java.exe" "@%TOP%\app-ui\src\main\dist\jvm.options" "-Djna.boot.library.path=%DIST%\native\com\sun\jna\win32-x86-64" %AOT% %WINDOW% "--module-path=%MODULES%" %ISTHMUS_JAVA_OPTS% -m isthmus.app/isthmus.app.Main %*
exit /b %ERRORLEVEL%

:among
if defined JAVA_25 exit /b
if not exist "%~1\" exit /b
pushd "%~1"
for /d %%D in (%~2) do call :try "%%~fD"
popd
exit /b

rem Sets JAVA_25 if a folder has a Java 25 or newer, going by what its release file says.
:try
if defined JAVA_25 exit /b
if "%~1"=="" exit /b
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
for /f "usebackq tokens=1,2 delims==" %%K in ("%~1\release") do if "%%K"=="JAVA_VERSION" for /f "delims=.-+" %%V in ("%%~L") do if %%V geq 25 set "JAVA_25=%~1"
exit /b
