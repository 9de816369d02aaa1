class Typing
{
    int Fine() { return 1; }

    public void Half(

    int Next() { return 2; }

    public int Property { get { return 3 } set; }

    void Semicolon() { var x = 1 }

    int Arrow() => 

    public string Last() { return "unterminated; }
}
