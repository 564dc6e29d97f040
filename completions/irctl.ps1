# PowerShell completion of irctl:  irctl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName irctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = [Math]::Max(0, $cursorPosition - $commandAst.Extent.StartOffset)
    $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
    $env:_IRCTL_COMPLETE = 'powershell'
    $env:_IRCTL_LINE = $line
    try {
        $lines = @(& irctl 2>$null)
    } finally {
        Remove-Item Env:_IRCTL_COMPLETE, Env:_IRCTL_LINE
    }
    foreach ($text in $lines) {
        if ($text -eq ':nospace') { continue }
        if ($text -eq ':files') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
            continue
        }
        $value, $help = $text -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new(
            $value, $value, 'ParameterValue', $help)
    }
}
