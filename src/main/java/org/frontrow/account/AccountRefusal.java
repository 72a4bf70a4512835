package org.frontrow.account;

import java.time.Duration;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
sealed interface AccountRefusal extends Refusal {

    record InvalidUsername() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "A username has 1 to 150 letters, digits and the characters @ . + - _";
        }
    }

    record UsernameTaken() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "Username already exists";
        }
    }

    record WeakPassword(Weakness weakness) implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return weakness.sentence;
        }
    }

    enum Weakness {
        TOO_SHORT("The password needs at least " + Passwords.SHORTEST + " characters"),
        TOO_LONG("The password may have at most " + Passwords.LONGEST + " characters"),
        NOT_TEXT("The password contains something that is not a character"),
        COMMON("This password is among the first that anybody would guess"),
        SAME_AS_USERNAME("The password must not be the username");

        private final String sentence;

        Weakness(String sentence) {
            this.sentence = sentence;
        }
    }

    /** One answer for a wrong password and for an unknown name: which of the two it was is nobody's business. */
    record InvalidCredentials() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAUTHENTICATED;
        }

        @Override
        public String detail() {
            return "Invalid credentials";
        }
    }

    record InvalidRefreshToken() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAUTHENTICATED;
        }

        @Override
        public String detail() {
            return "The refresh token is not valid, please sign in again";
        }
    }

    record SignInDelayed(Duration retryAfter) implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.TOO_MANY;
        }

        @Override
        public String detail() {
            return "Too many failed sign-ins, please wait a moment";
        }
    }

    record SignInBusy() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "Too many people are signing in right now, please try again";
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(2);
        }
    }

    record ForeignOrigin() implements AccountRefusal {
        @Override
        public Kind kind() {
            return Kind.FORBIDDEN;
        }

        @Override
        public String detail() {
            return "This request comes from another site";
        }
    }
}
