#!/usr/bin/env bash
# What the action does with its inputs, which come as variables: nothing of them becomes code.
set -uo pipefail

case $COMMAND in
  lint)
    if [ -n "$SARIF" ]; then gatectl lint "$POLICIES" --format sarif > "$SARIF"; fi
    gatectl lint "$POLICIES" --format github
    ;;
  check)
    read -ra question <<< "$QUESTION"
    [ -n "$COMMENT" ] && question+=(--markdown "$COMMENT")
    gatectl check "${question[@]}" --wait "$WAIT"
    code=$?
    case $code in
      0) echo "verdict=pass" >> "$GITHUB_OUTPUT" ;;
      1) echo "verdict=fail" >> "$GITHUB_OUTPUT" ;;
      2)
        echo "verdict=inconclusive" >> "$GITHUB_OUTPUT"
        if [ "$ON_INCONCLUSIVE" = pass ]; then echo "::warning::the gate cannot say; the job goes on, because on-inconclusive is pass"; exit 0; fi
        ;;
    esac
    exit "$code"
    ;;
  *)
    echo "::error::command '$COMMAND': expected lint or check"
    exit 4
    ;;
esac
