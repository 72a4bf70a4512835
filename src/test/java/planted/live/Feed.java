package planted.live;

public class Feed {
    planted.demo.Sample known;
}
