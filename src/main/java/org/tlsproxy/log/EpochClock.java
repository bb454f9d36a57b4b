package org.tlsproxy.log;

/** The wall clock as records need it. */
public interface EpochClock {

    /** The machine's clock. */
    EpochClock SYSTEM = new EpochClock() {
        @Override
        public long seconds() {
            return System.currentTimeMillis() / 1000;
        }
    };

    /** Seconds since 1970-01-01 UTC. */
    long seconds();
}
