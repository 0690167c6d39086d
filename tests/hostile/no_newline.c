/* verdict: timeout wrong, run: timeout wrong. One line that never ends. */
EVERYWHERE(for (;;) fputs("\036\036\036and on and on", stderr);)
