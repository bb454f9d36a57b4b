package org.tlsproxy.launcher;

/**
 * When a launcher ends by itself.
 *
 * @param idleMillis       after this long without any client; 0: never
 * @param retirementMillis after this long, clients or not; a successor takes over
 */
record LifeCycle(long idleMillis, long retirementMillis) {

    private static final int DEFAULT_RETIREMENT_SECONDS = 18_000;

    /**
     * Postfix's formula: {@code -r}, else max_idle × max_use, at most five hours.
     *
     * @param option {@code -r}, or 0 if it was not given
     */
    static long retirementMillis(int option, int maxIdle, int maxUse) {
        if (option > 0) {
            return option * 1000L;
        }
        boolean unbounded = maxIdle == 0 || maxUse == 0 || maxIdle > DEFAULT_RETIREMENT_SECONDS / maxUse;
        return (unbounded ? DEFAULT_RETIREMENT_SECONDS : (long) maxIdle * maxUse) * 1000L;
    }
}
