package planted.audit;

public class Record {
    planted.account.Person known;
}
