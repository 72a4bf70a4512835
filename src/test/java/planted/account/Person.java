package planted.account;

public class Person {
    planted.seating.Chair known;
}
