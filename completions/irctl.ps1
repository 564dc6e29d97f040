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
    $prefix = ''
    foreach ($text in $lines) {
        if ($text -eq ':nospace') { continue }
        if ($text.StartsWith(':prefix ')) {
            $prefix = $text.Substring(8)
            continue
        }
        if ($text.StartsWith(':files ')) {
            $path = $text.Substring(7)
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($path) |
                ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new(
                        $prefix + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
                }
            continue
        }
        $value, $help = $text -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new(
            $value, $value, 'ParameterValue', $help)
    }
}
