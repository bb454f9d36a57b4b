package org.tlsproxy.log;

/** Exceptions and stacks in one line each: a record is one line, and a log parser must not meet half a stack. */
final class StackText {

    private static final String OURS = "org.tlsproxy.";

    private StackText() { }

    /** {@code IllegalStateException: message; at session.Relay.step:42 < worker.Turn.run:17}; causes follow with {@code caused by}. */
    static String line(Throwable mistake, int frames) {
        StringBuilder text = new StringBuilder();
        describe(mistake, frames, text);
        Throwable cause = mistake.getCause();
        if (cause != null && cause != mistake) {
            text.append("; caused by ");
            describe(cause, frames, text);
        }
        return text.toString();
    }

    private static void describe(Throwable mistake, int frames, StringBuilder text) {
        text.append(mistake.getClass().getName());
        if (mistake.getMessage() != null) {
            text.append(": ").append(mistake.getMessage());
        }
        StackTraceElement[] stack = mistake.getStackTrace();
        for (int i = 0; i < Math.min(frames, stack.length); i++) {
            text.append(i == 0 ? "; at " : " < ").append(frame(stack[i]));
        }
    }

    /** {@code session.Relay.step:42} */
    static String frame(StackTraceElement element) {
        String name = element.getClassName();
        String shown = name.startsWith(OURS) ? name.substring(OURS.length()) : name;
        return shown + "." + element.getMethodName() + ":" + (element.isNativeMethod() ? "native" : element.getLineNumber());
    }
}
