# 不联网安装 zoning / installs zoning without a network: install.ps1 [-Target FOLDER] [-Python PATH]
param([string]$Target = (Join-Path $env:LOCALAPPDATA "zoning"), [string]$Python = "")
$ErrorActionPreference = "Stop"
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$env:PYTHONUTF8 = "1"

function Get-Version([string[]]$command) {
    try {
        $rest = @($command | Select-Object -Skip 1)
        $said = & $command[0] @rest -c "import sys; print('%d.%d' % sys.version_info[:2])" 2>$null
        if ($LASTEXITCODE -eq 0) { return "$said".Trim() }
    } catch { }
    return ""
}

$candidates = @()
if ($Python) { $candidates += , @($Python) }
else {
    foreach ($minor in "3.13", "3.12", "3.11") { $candidates += , @("py", "-$minor") }
    $candidates += , @("python")
}
$found = $null
foreach ($candidate in $candidates) {
    $version = Get-Version $candidate
    if ($version -and (Test-Path (Join-Path $here "needs\$version"))) { $found = $candidate; break }
}
if (-not $found) {
    Write-Host "没有找到 Python 3.11 至 3.13；见 docs\install.html"
    Write-Host "No Python 3.11 to 3.13 was found; see docs\en\install.html"
    exit 3
}
$rest = @($found | Select-Object -Skip 1)
& $found[0] @rest -m venv --without-pip $Target
if ($LASTEXITCODE -ne 0) { exit 1 }
$own = Join-Path $Target "Scripts\python.exe"
$pip = (Get-ChildItem (Join-Path $here "wheels\pip-*.whl")).FullName
& $own "$pip\pip" install --quiet --disable-pip-version-check --no-index --no-cache-dir `
    --find-links (Join-Path $here "wheels") --require-hashes --requirement (Join-Path $here "needs\$version\requirements.txt")
if ($LASTEXITCODE -ne 0) { exit 1 }
$zoning = Join-Path $Target "Scripts\zoning.exe"
& $zoning solve (Join-Path $here "sample\xunhua") | Out-Null
if ($LASTEXITCODE -ne 0) {
    Write-Host "装好了，但试算没有成功 / installed, but the trial failed: $zoning"
    exit 1
}
Write-Host "已装好 / installed: $zoning"
